"""Rules are tried with wild input: on a busy machine a slow example is no fault."""

from hypothesis import settings

settings.register_profile("countermark-rules", deadline=None, print_blob=True)
settings.load_profile("countermark-rules")
