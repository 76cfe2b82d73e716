"""What a person wrote into a form that cannot be taken: shown back, because without scripts it is kept nowhere else."""

SHORTEST = 20  # what is shorter is soon written again
MOST = 20
_CARRIED = ("csrfmiddlewaretoken", "version-", "awal-", "nama-bukti", "saya-")


def typed_texts(request):
    """The sentences of a posted form; neither passwords nor what the page itself carried along."""
    texts = [text.strip() for name, values in request.POST.lists() if _is_typed(name) for text in values]
    return [text for text in texts if len(text) >= SHORTEST and len(text.split()) > 1][:MOST]


def _is_typed(name):
    return not name.startswith(_CARRIED) and not name.endswith("-seen") and "password" not in name
