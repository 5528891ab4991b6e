"""Three reviews: who decides which step of what, and what may go online then."""
