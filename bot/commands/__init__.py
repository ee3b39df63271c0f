"""What people can ask for, in a direct chat or in a group, and who may ask for it."""
