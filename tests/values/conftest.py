"""Settings of the property tests in this folder."""

from hypothesis import settings

# A deadline would make a busy machine fail what is right; the tests of speed say so themselves.
settings.register_profile("values", deadline=None)
settings.load_profile("values")
