"""How a site looks: what a school may choose, how it changes, how pages get it."""
