"""Places that the district's editors fill by hand: headline, carousel, picks, pins of columns.

``models`` what stands where; ``states`` every change; ``shown`` what visitors get;
``standing`` why a line is shown or not, for the desk; ``preview`` the home page at a
moment (docs/decisions/0027).
"""
