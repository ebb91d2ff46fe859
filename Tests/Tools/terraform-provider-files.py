"""A provider of Terraform for tests: files in a folder, which anybody may change behind Terraform's back."""
import os
import sys

from tf import runner, types
from tf.iface import Provider, Resource
from tf.schema import Attribute, Schema


class File(Resource):
    """A file; that it is gone or holds something else is found when Terraform looks."""

    def __init__(self, provider):
        pass

    @classmethod
    def get_name(cls):
        return "file"

    @classmethod
    def get_schema(cls):
        return Schema(
            attributes=[
                Attribute("path", types.String(), required=True),
                Attribute("text", types.String(), required=True),
            ]
        )

    def create(self, context, planned):
        with open(planned["path"], "w") as file:
            file.write(planned["text"])
        return planned

    def read(self, context, current):
        try:
            with open(current["path"]) as file:
                return {"path": current["path"], "text": file.read()}
        except FileNotFoundError:
            return None

    def update(self, context, current, planned):
        return self.create(context, planned)

    def delete(self, context, current):
        if os.path.exists(current["path"]):
            os.remove(current["path"])

    def validate(self, diagnostics, type_name, config):
        pass

    def plan(self, context, current, planned):
        return planned

    def import_(self, context, identifier):
        return None


class Files(Provider):
    def get_model_prefix(self):
        return "files_"

    def full_name(self):
        return "registry.terraform.io/rad/files"

    def get_provider_schema(self, diagnostics):
        return Schema(attributes=[])

    def validate_config(self, diagnostics, config):
        pass

    def configure_provider(self, diagnostics, config):
        pass

    def get_resources(self):
        return [File]

    def get_data_sources(self):
        return []

    def get_functions(self):
        return []


if __name__ == "__main__":
    runner.run_provider(Files(), sys.argv)
