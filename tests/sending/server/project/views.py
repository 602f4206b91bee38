"""The endpoints. Errors are what Django REST Framework makes of them."""

from rest_framework import exceptions, generics, pagination, permissions, status
from rest_framework.response import Response
from rest_framework.views import APIView

from . import authentication, store
from .serializers import CaseSerializer, CreateCaseSerializer, TokenSerializer


class TokenView(APIView):
    permission_classes = [permissions.AllowAny]

    def post(self, request):
        serializer = TokenSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        token = authentication.issue(given["client_id"], given["client_secret"])
        return Response(
            {
                "access_token": token,
                "token_type": "Bearer",
                "expires_in": authentication.SECONDS,
            }
        )


class Page(pagination.PageNumberPagination):
    page_size = 20


class CasesView(generics.ListAPIView):
    pagination_class = Page
    serializer_class = CaseSerializer

    def get_queryset(self):
        wanted = self.request.query_params.get("customer_id")
        with store.lock:
            cases = list(reversed(store.cases.values()))
        if wanted is None:
            return cases
        return [
            case for case in cases if case.customer and str(case.customer.id) == wanted
        ]

    def post(self, request):
        serializer = CreateCaseSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        given = serializer.validated_data
        with store.lock:
            require_unique(given)
            case = store.new_case(given, customer_of(given))
        return Response(CaseSerializer(case).data, status=status.HTTP_201_CREATED)


def require_unique(given):
    """Refuses the `external_id` of another case, in the words of UniqueValidator."""
    external_id = given.get("external_id")
    if any(case.external_id == external_id for case in store.cases.values()):
        message = "case with this external id already exists."
        raise exceptions.ValidationError({"external_id": [message]}, "unique")


def customer_of(given):
    """The customer of a validated request: an existing one, a new one, or none."""
    if "customer_id" in given:
        number = given["customer_id"]
        if number not in store.customers:
            # In the words of PrimaryKeyRelatedField.
            message = f'Invalid pk "{number}" - object does not exist.'
            raise exceptions.ValidationError(
                {"customer_id": [message]}, "does_not_exist"
            )
        return store.customers[number]
    if "customer" in given:
        return store.new_customer(given["customer"])
    return None


def case_of(number):
    case = store.cases.get(number)
    if case is None:
        raise exceptions.NotFound("No Case matches the given query.")
    return case


class CaseView(APIView):
    def get(self, request, number):
        with store.lock:
            return Response(CaseSerializer(case_of(number)).data)


class StartView(APIView):
    def post(self, request, number):
        with store.lock:
            case = case_of(number)
            if not case.checks:
                raise exceptions.ValidationError("A case without checks cannot start.")
            case.start()
            return Response(CaseSerializer(case).data)
