"""Home pages: from an editor's blocks, or the default ones, to what the theme draws.

``options``, ``blocks``, ``panel``, ``faults``, ``editing`` and ``admin_views`` are the
editor's side; ``arrangement``, ``parts``, ``supply``, ``leaves``, ``text``, ``layout`` and
``views`` the visitor's, in this order; ``profiles`` is where a type of home says how it
differs, ``default`` how a school's does (docs/decisions/0019).
"""
