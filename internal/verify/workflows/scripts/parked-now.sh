parked_now() {
  outputs=$(terraform -chdir="$ROOT" output -json) || return 1
  case $outputs in
  *'"parked":'*) terraform -chdir="$ROOT" output -raw parked ;;
  *) echo false ;;
  esac
}
