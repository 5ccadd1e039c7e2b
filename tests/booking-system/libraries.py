"""The scripts that the system's pages bring from elsewhere come from node_modules instead. They are the very same
files: the pages state their integrity, and the browsers check it."""

import re

ELSEWHERE = re.compile(rb'https://[^"]*/ajax/libs/([^"]+)')
FILES = {
    b"fullcalendar/6.1.19/index.global.js": b"fullcalendar/index.global.js",
    b"moment.js/2.30.1/moment.js": b"moment/moment.js",
    b"moment-timezone/0.6.0/moment-timezone-with-data.min.js": b"moment-timezone/builds/moment-timezone-with-data.min.js",
}


def from_here(get_response):
    """The middleware that puts their addresses here in the pages."""

    def answer(request):
        response = get_response(request)
        if not response.streaming:
            response.content = ELSEWHERE.sub(lambda found: b"/static/" + FILES[found[1]], response.content)
        return response

    return answer
