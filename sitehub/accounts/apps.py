from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sitehub.accounts"
    label = "accounts"
    verbose_name = "账号"
