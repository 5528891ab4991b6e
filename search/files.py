"""The files that pages offer, with what could be read of them."""


def files_of(pages):
    """{page number: [texts.File, …]} of ``pages``."""
    return {}
