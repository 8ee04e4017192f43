"""Where Django looks for the centre's models; they live in ``store``."""

from zgoda.centre.store.models import *  # noqa: F403
