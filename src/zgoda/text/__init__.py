"""Reading people's messages: what a message is about, and whether a comment is about the platform's service.

Pure: the standard library and the words of ``domain``; lists of stems, examples and fitted models lie in ``data``.
"""

from zgoda.text.service import ServiceReading, about_service
from zgoda.text.topics import Reading, TopicReader, read_topic

__all__ = ["Reading", "ServiceReading", "TopicReader", "about_service", "read_topic"]
