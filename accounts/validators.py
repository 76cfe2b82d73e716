from django.core.exceptions import ValidationError

REMAINDER = 8


class FamiliarWordsValidator:
    """Refuses a password that is little more than what anybody at the office would try first.

    Familiar are the words of the settings and those in the names of the person's own institutions and units.
    """

    def __init__(self, words=""):
        self.words = set(words.lower().split())

    def validate(self, password, user=None):
        rest = password.lower()
        for word in sorted(self.words | _words_around(user), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < REMAINDER:
            raise ValidationError(
                f"Kata sandi ini mudah ditebak. Di luar nama portal, instansi, dan kata yang lazim, "
                f"pakai paling sedikit {REMAINDER} karakter lain.",
                code="password_familiar",
            )

    def get_help_text(self):
        return "Jangan hanya memakai nama portal, nama instansi, atau kata yang lazim."


def _words_around(user):
    memberships = user.all_memberships if user is not None and user.pk else ()
    names = {name for m in memberships for name in (m.institution.name, m.unit.name if m.unit else "")}
    return {word for name in names for word in name.lower().split() if len(word) > 3}
