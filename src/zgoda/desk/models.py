"""Where Django looks for the app's models; they live in ``store/models``."""

from zgoda.desk.store.models import *  # noqa: F403
