"""The actions, and who may use them."""
