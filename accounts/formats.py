"""In which form the sender of a request reads the answer."""


def wants_json(request):
    """Whether a script asked, which reads JSON; a browser that opens a page names HTML."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted
