"""One account: what its vendor says, its tokens, its devices, and how it is linked and given back."""
