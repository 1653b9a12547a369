"""x"""


def serve_site(*a, **k): ...
