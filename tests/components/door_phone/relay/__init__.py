"""The relay between real WebRTC peers."""
