"""What Django needs to know. There is no database: what is created lives as long as the process."""

SECRET_KEY = "for tests on this machine only"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DEBUG = False
USE_TZ = True
TIME_ZONE = "UTC"
DATABASES = {}
INSTALLED_APPS = ["rest_framework"]
MIDDLEWARE = []
ROOT_URLCONF = "project.urls"
# Nothing is logged: what a test wants to know is in the answers.
LOGGING = {
    "version": 1,
    "handlers": {"nowhere": {"class": "logging.NullHandler"}},
    "loggers": {"django": {"handlers": ["nowhere"], "propagate": False}},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["project.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["project.authentication.MayWrite"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    # The default is a model of django.contrib.auth, which needs a database.
    "UNAUTHENTICATED_USER": None,
}
