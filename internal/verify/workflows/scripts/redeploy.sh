for service in $SERVICES; do
  aws ecs update-service --cluster "$CLUSTER" --service "$service" --force-new-deployment > /dev/null
done
