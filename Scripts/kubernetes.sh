#!/usr/bin/env bash
# kubernetes.sh PROGRAMS FOLDER COMMAND...: runs a command with RAD_TEST_KUBECONFIG naming a real API server on loopback.
# PROGRAMS is what kubernetes-build.sh made. Server and store live in FOLDER, and end with the command.
set -euo pipefail

programs=$(realpath "$1")
mkdir -p "$2"
folder=$(realpath "$2")
shift 2
address=${RAD_TEST_KUBERNETES_ADDRESS:-127.0.0.1}
port=${RAD_TEST_KUBERNETES_PORT:-$((20000 + RANDOM % 3000 * 4))}
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')

rm -rf "$folder/store" "$folder/certificates" "$folder/issuer"
mkdir -p -m 700 "$folder/store" "$folder/certificates"
(umask 077; echo "$token,admin,1,system:masters" >"$folder/tokens.csv")
[[ -s $folder/accounts.key ]] || (umask 077; openssl genrsa -out "$folder/accounts.key" 2048 2>/dev/null)
started=()
trap 'kill "${started[@]}" 2>/dev/null; wait "${started[@]}" 2>/dev/null || true' EXIT

store=http://127.0.0.1:$((port + 1))
peers=http://127.0.0.1:$((port + 2))
etcd --data-dir "$folder/store" --listen-client-urls "$store" --advertise-client-urls "$store" \
	--listen-peer-urls "$peers" --initial-advertise-peer-urls "$peers" --initial-cluster "default=$peers" \
	--unsafe-no-fsync --logger zap --log-level error >"$folder/etcd.log" 2>&1 &
started+=($!)
python3 -B "$(dirname "$0")/../Tests/Tools/openid-issuer.py" "$folder/issuer" $((port + 3)) >"$folder/issuer.log" 2>&1 &
started+=($!)
until [[ -s $folder/issuer/url ]]; do kill -0 $! || exit 1; sleep 0.05; done
"$programs/kube-apiserver" --etcd-servers="$store" --bind-address=127.0.0.1 --secure-port="$port" --insecure-port=0 \
	--advertise-address="$address" --cert-dir="$folder/certificates" --service-cluster-ip-range=10.96.0.0/16 \
	--service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$folder/accounts.key" \
	--service-account-signing-key-file="$folder/accounts.key" --authorization-mode=RBAC \
	--token-auth-file="$folder/tokens.csv" --oidc-issuer-url="$(<"$folder/issuer/url")" --oidc-client-id=rad --oidc-username-prefix=oidc: \
	--oidc-ca-file="$folder/issuer/issuer.pem" --kubelet-preferred-address-types=InternalIP --allow-privileged --disable-admission-plugins=ServiceAccount \
	>"$folder/apiserver.log" 2>&1 &
started+=($!)

(umask 077; cat >"$folder/kubeconfig" <<KUBECONFIG
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:$port", certificate-authority: certificates/apiserver.crt}}]
users: [{name: admin, user: {token: $token}}]
contexts: [{name: test, context: {cluster: test, user: admin}}]
current-context: test
KUBECONFIG
)
ready=
for _ in $(seq 600); do
	ready=$(curl -s --cacert "$folder/certificates/apiserver.crt" -H "Authorization: Bearer $token" "https://127.0.0.1:$port/readyz") || true
	[[ $ready == ok ]] && break
	for process in "${started[@]}"; do
		kill -0 "$process" 2>/dev/null || break 2
	done
	sleep 0.05
done
[[ $ready == ok ]] || { tail -n 20 "$folder/etcd.log" "$folder/apiserver.log"; exit 1; }
RAD_TEST_KUBECONFIG=$folder/kubeconfig "$@"
