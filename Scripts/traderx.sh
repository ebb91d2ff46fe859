#!/usr/bin/env bash
# traderx.sh RAD SAMPLE OUTPUT: deploys the sample into both of its environments and says where the results are.
set -euo pipefail

rad=$(realpath "$1")
sample=$2
output=$3
deploy() { echo "\$ rad deploy $*"; "$rad" deploy "$@" --output-dir "$output"; echo; }

deploy "$sample/environments/kubernetes.bicep"
deploy "$sample/environments/aci.bicep"
deploy "$sample/app.bicep" -e kubernetes
deploy "$sample/app.bicep" -e aci
for environment in kubernetes aci; do
    for format in svg html dot; do
        "$rad" app graph traderx -e "$environment" -o $format >"$output/$environment.$format"
    done
done

echo "TraderX for Kubernetes:                $output/kubernetes"
echo "TraderX for Azure Container Instances: $output/aci"
echo "The application graph of each:         $output/{kubernetes,aci}.html, .svg and .dot"
