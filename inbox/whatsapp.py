from urllib.parse import quote


def whatsapp_url(text):
    """A page that a person opens, with the text ready to be sent; the portal itself calls nobody."""
    return f"https://wa.me/?text={quote(text, safe='')}"
