terraform -chdir="$ROOT" apply -auto-approve -lock-timeout=15m
