"""The request and the response, as the documentation has them."""

from rest_framework import serializers

DELETE_AFTER = {"min_value": -1, "max_value": 2147483647}


def free_object():
    """An object of any shape whose values are JSON."""
    return serializers.DictField(
        child=serializers.JSONField(allow_null=True), required=False
    )


def document_ids():
    return serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=2**63 - 1), required=False
    )


class NewCustomerSerializer(serializers.Serializer):
    full_name = serializers.CharField(max_length=255)
    external_id = serializers.CharField(max_length=255, allow_null=True, required=False)
    customer_type = serializers.ChoiceField(
        choices=["INDIVIDUAL", "COMPANY"],
        allow_null=True,
        allow_blank=True,
        required=False,
    )
    input_details = free_object()
    delete_after = serializers.IntegerField(required=False, **DELETE_AFTER)


class NewCheckSerializer(serializers.Serializer):
    check_type = serializers.CharField(allow_null=True, required=False)
    input_details = free_object()
    document_ids = document_ids()
    delete_after = serializers.IntegerField(required=False, **DELETE_AFTER)


class SyncPlatformSerializer(serializers.Serializer):
    domain = serializers.CharField()
    id = serializers.CharField()


class CreateCaseSerializer(serializers.Serializer):
    customer_id = serializers.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False
    )
    customer = NewCustomerSerializer(required=False)
    webhook_url = serializers.URLField(max_length=511, allow_null=True, required=False)
    checks = NewCheckSerializer(many=True, required=False)
    document_ids = document_ids()
    delete_after = serializers.IntegerField(default=-1, **DELETE_AFTER)
    assignee = serializers.EmailField(required=False)
    metadata = free_object()
    sync_platforms = SyncPlatformSerializer(many=True, required=False)
    case_config = serializers.SlugField(required=False)
    auto_start = serializers.BooleanField(default=True)
    external_id = serializers.CharField(max_length=512, required=False)

    def validate(self, attrs):
        if attrs.get("checks") and "case_config" in attrs:
            raise serializers.ValidationError(
                "checks cannot be used together with case_config.", code="exclusive"
            )
        return attrs


class TokenSerializer(serializers.Serializer):
    client_id = serializers.UUIDField()
    client_secret = serializers.CharField()
    grant_type = serializers.ChoiceField(choices=["client_credentials"])


class CustomerSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    full_name = serializers.CharField()
    external_id = serializers.CharField()
    customer_type = serializers.CharField()


class CheckSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    check_type = serializers.CharField()
    status = serializers.CharField()
    risk_score = serializers.FloatField()
    title = serializers.CharField()
    note = serializers.CharField()
    reasoning = serializers.ListField()
    outcome = serializers.CharField()
    input_details = serializers.JSONField()
    delete_after = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class RequestForInformationSerializer(serializers.Serializer):
    title = serializers.CharField()
    body = serializers.CharField()
    details = serializers.JSONField()


class CaseSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    customer = CustomerSerializer()
    note = serializers.CharField()
    risk_score = serializers.FloatField()
    outcome = serializers.CharField()
    is_complete = serializers.BooleanField()
    failed = serializers.BooleanField()
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()
    checks = CheckSerializer(many=True)
    rfi = RequestForInformationSerializer()
    webhook_url = serializers.CharField()
    delete_after = serializers.IntegerField()
    assignee = serializers.CharField()
    metadata = serializers.JSONField()
    sync_platforms = SyncPlatformSerializer(many=True)
    external_id = serializers.CharField()
