"""What lies on the disk while a file comes in pieces, and after it came."""

from tests.corpus.pdfs import pdf

PDF = pdf()


def staged(root):
    return sorted(path.name for path in (root / ".staging").iterdir())


def stored(root):
    return [path for path in root.rglob("*") if path.is_file() and ".staging" not in path.parts]
