"""The forms of a page, as a browser without scripts would send them."""

from html.parser import HTMLParser


class Forms(HTMLParser):
    """`sent` maps the address of each form that posts, and of each button that posts elsewhere, to names and values;
    `dates` are the names of fields that hold a day or a moment."""

    def __init__(self, url, html):
        super().__init__()
        self.url, self.sent, self.dates = url, {}, set()
        self.inside, self.by_id = None, {}
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.inside = given.get("action") or self.url
            self.by_id[given.get("id")] = self.inside
            if given.get("method", "get").lower() == "post":
                self.sent.setdefault(self.inside, {})
        elif given.get("name") and tag in ("input", "select", "textarea", "button"):
            self._take(given)

    def _take(self, given):
        place = self.inside or self.by_id.get(given.get("form"))
        if place not in self.sent or given.get("type") == "file":
            return
        fields = self.sent[place]
        if given.get("type") in ("date", "datetime-local"):
            self.dates.add(given["name"])
        if "formaction" in given:
            own = self.sent.setdefault(given["formaction"], dict(fields))
            own[given["name"]] = given.get("value", "")
        elif given.get("type") not in ("radio", "checkbox") or "checked" in given:
            fields[given["name"]] = given.get("value", "")
        else:
            fields.setdefault(given["name"], given.get("value", ""))

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None
