"""What visitors ask: which questions are told (telling), what is added up (totals), what is
asked often (popular), and the reports. See docs/decisions/0031.
"""
