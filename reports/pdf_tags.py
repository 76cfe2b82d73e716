"""Completes the tags that WeasyPrint writes, so that a document is heard as it is meant (ISO 14289-1)."""


def finish(document, pdf):
    """WeasyPrint's finisher: scopes on header cells, no speech for decoration, header and footer."""
    elements = [o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/StructElem"]
    for element in elements:
        if element["S"] == "/TH":
            element["A"]["Scope"] = "/Column" if _stands_in_head(element, pdf) else "/Row"
        elif element["S"] == "/Figure" and "Alt" not in element:
            # A chart without a title is drawn beside the same figure in words.
            _at(pdf, element["P"])["K"].remove(element.reference)
    _turn_into_artifacts(pdf)


def _stands_in_head(cell, pdf):
    return _at(pdf, _at(pdf, cell["P"])["P"])["S"] == "/THead"


def _turn_into_artifacts(pdf):
    """Marked content that the document's tree does not lead to is layout, not text."""
    root = _at(pdf, pdf.catalog["StructTreeRoot"])
    reachable = _numbers_below(pdf, root["K"])
    mapping = _at(pdf, root["ParentTree"])["Nums"]
    pages = {o["StructParents"]: o for o in pdf.objects if isinstance(o, dict) and o.get("Type") == "/Page"}
    for key, references in zip(mapping[::2], mapping[1::2], strict=True):
        if key not in pages:
            continue
        lost = {mcid for mcid, reference in enumerate(references) if _number(reference) not in reachable}
        _unmark(_at(pdf, pages[key]["Contents"]).stream, lost)
        references[:] = ["null" if mcid in lost else reference for mcid, reference in enumerate(references)]


def _unmark(stream, lost):
    for place, operator in enumerate(stream):
        properties = stream[place - 1]
        if operator == b"BDC" and isinstance(properties, dict) and properties.get("MCID") in lost:
            stream[place - 2 : place + 1] = ["/Artifact", b"", b"BMC"]


def _numbers_below(pdf, kids):
    numbers, waiting = set(), list(kids)
    while waiting:
        kid = waiting.pop()
        if isinstance(kid, int) or _number(kid) in numbers:
            continue
        numbers.add(_number(kid))
        waiting += _at(pdf, kid).get("K", ())
    return numbers


def _number(reference):
    return int(reference.split()[0])


def _at(pdf, reference):
    return pdf.objects[_number(reference)]
