"""What holds for all tests."""

from hypothesis import settings

# A test says what must be true; how long that takes on a busy machine says nothing about it.
settings.register_profile("kefu", deadline=None)
settings.load_profile("kefu")
