"""The class: who belongs to it, its daily drills, its board."""
