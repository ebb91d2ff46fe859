#!/usr/bin/env bash
# kubernetes-node.sh PROGRAMS FOLDER COMMAND...: runs a command beside a real cluster of one node on which pods run.
# RAD_TEST_NODE_KUBECONFIG names its API server, and RAD_TEST_NODE_CONTAINERD the socket of its containerd.
# Everything is in namespaces of its own: network, mounts and processes go with the command. It needs root.
set -euo pipefail

if [[ ${1:-} != --inside ]]; then
	exec unshare --net --mount --pid --fork --kill-child --mount-proc "$0" --inside "$@"
fi
shift
if [[ ${1:-} != --served ]]; then
	ip link set lo up
	# The kubelet refuses an address of loopback.
	ip address add 10.99.0.1/32 dev lo
	# The addresses of services are nowhere; packets to them must set out all the same to be rewritten.
	ip route add 10.96.0.0/16 dev lo
	RAD_TEST_KUBERNETES_ADDRESS=10.99.0.1 exec "$(dirname "$0")/kubernetes.sh" "$1" "$2" "$0" --inside --served "$@"
fi
shift
programs=$(realpath "$1")
folder=$(realpath "$2")
shift 2

# What the node keeps goes with the namespace of mounts.
mount -t tmpfs node /run
state=/run/node
started=()
trap 'kill "${started[@]}" 2>/dev/null || true' EXIT
mkdir -p "$state" "$folder/networks"
socket=$state/containerd.sock
cat >"$folder/containerd.toml" <<CONTAINERD
version = 2
root = "$state/root"
state = "$state/state"
[grpc]
  address = "$socket"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$folder/networks"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/opt"
CONTAINERD
cat >"$folder/networks/10-bridge.conflist" <<NETWORK
{"cniVersion":"0.4.0","name":"pods","plugins":[{"type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,"ipam":{"type":"host-local","dataDir":"$state/addresses","ranges":[[{"subnet":"10.244.0.0/24"}]],"routes":[{"dst":"0.0.0.0/0"}]}},{"type":"portmap","capabilities":{"portMappings":true}}]}
NETWORK
cat >"$folder/kubelet.yaml" <<KUBELET
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 10.99.0.1
readOnlyPort: 0
healthzPort: 0
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
failSwapOn: false
oomScoreAdj: 0
enforceNodeAllocatable: []
evictionHard: {memory.available: "1Mi"}
imageGCHighThresholdPercent: 100
clusterDNS: ["10.99.0.1"]
clusterDomain: cluster.local
KUBELET

# What holds the namespaces of a pod open.
gcc -static -Os -o "$state/pause" -x c - <<'PAUSE'
#include <signal.h>
#include <unistd.h>
#include <sys/wait.h>
static void end(int number) { _exit(0); }
static void reap(int number) { while (waitpid(-1, 0, WNOHANG) > 0) {} }
int main(void) { signal(SIGTERM, end); signal(SIGINT, end); signal(SIGCHLD, reap); for (;;) pause(); }
PAUSE
"$(dirname "$0")/image.sh" localhost/pause:1 "$state/pause" "$state/pause.tar"

containerd -c "$folder/containerd.toml" >"$folder/containerd.log" 2>&1 &
started+=($!)
configuration=$RAD_TEST_KUBECONFIG
python3 "$(dirname "$0")/../Tests/Tools/cluster_dns.py" 10.99.0.1 "$configuration" >"$folder/names.log" 2>&1 &
started+=($!)
"$programs/kube-controller-manager" --kubeconfig="$configuration" --leader-elect=false --bind-address=127.0.0.1 --port=0 \
	--service-account-private-key-file="$folder/accounts.key" >"$folder/controllers.log" 2>&1 &
started+=($!)
"$programs/kube-scheduler" --kubeconfig="$configuration" --leader-elect=false --bind-address=127.0.0.1 --port=0 \
	>"$folder/scheduler.log" 2>&1 &
started+=($!)
for _ in $(seq 200); do
	ctr -a "$socket" version >/dev/null 2>&1 && break
	sleep 0.05
done
ctr -a "$socket" -n k8s.io images import "$state/pause.tar" >/dev/null
"$programs/kubelet" --kubeconfig="$configuration" --config="$folder/kubelet.yaml" --root-dir="$state/kubelet" \
	--container-runtime=remote --container-runtime-endpoint="unix://$socket" --hostname-override=rad-node \
	--node-ip=10.99.0.1 >"$folder/kubelet.log" 2>&1 &
started+=($!)
"$programs/kube-proxy" --kubeconfig="$configuration" --cluster-cidr=10.244.0.0/24 --proxy-mode=iptables --masquerade-all \
	--conntrack-max-per-core=0 --conntrack-tcp-timeout-established=0 --conntrack-tcp-timeout-close-wait=0 \
	--metrics-bind-address=127.0.0.1:10249 --healthz-bind-address= --hostname-override=rad-node >"$folder/proxy.log" 2>&1 &
started+=($!)

server=$(sed -n 's/.*server: "\([^"]*\)".*/\1/p' "$configuration")
token=$(sed -n 's/.*token: \([0-9a-f]*\).*/\1/p' "$configuration")
for _ in $(seq 600); do
	node=$(curl -s --cacert "$folder/certificates/apiserver.crt" -H "Authorization: Bearer $token" \
		"$server/api/v1/nodes/rad-node" | tr -d ' \n')
	[[ $node =~ \"type\":\"Ready\",\"status\":\"True\" ]] && break
	for process in "${started[@]}"; do
		kill -0 "$process" 2>/dev/null && continue
		head -n 20 "$folder"/{names,containerd,controllers,scheduler,kubelet,proxy}.log
		exit 1
	done
	sleep 0.1
done
RAD_TEST_KUBECONFIG= RAD_TEST_NODE_KUBECONFIG=$configuration RAD_TEST_NODE_CONTAINERD=$socket "$@"
