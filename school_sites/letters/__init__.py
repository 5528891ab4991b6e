"""Letters of visitors: sent on a public host, answered in the admin by the people of the site.

``receive``, ``take_up``, ``reply``, ``close``, ``mark_spam``, ``not_spam``,
``publish_answer``, ``take_down_answer`` and ``delete_personal_data`` in ``states``
are the only writers of letters.
"""
