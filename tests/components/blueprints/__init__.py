"""The blueprints, as automations of a real Home Assistant, and phones with the app."""
