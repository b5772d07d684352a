package terraform

import (
	"groundplan.internal/generators/terraform/tf"
	"groundplan.internal/internal/infra"
)

// singlePage answers with the page for paths that only the program in the browser knows:
// those that end in no name of a file. The answers of other behaviors stay as they are,
// which custom error responses would change as well.
func singlePage(d infra.Distribution) *tf.Block {
	function := tf.Resource("aws_cloudfront_function", d.Label,
		tf.Set("name", tf.String(d.Function.Name)),
		tf.Set("runtime", tf.String(d.Function.Runtime)),
		tf.Set("publish", tf.Bool(true)),
		tf.Set("code", tf.Heredoc{tf.String(singlePageCode)}))
	function.Comment = "Paths without a file extension are the single-page application's own: index.html answers them."
	return function
}

const singlePageCode = `function handler(event) {
  const request = event.request;
  const last = request.uri.slice(request.uri.lastIndexOf("/") + 1);
  if (!last.includes(".")) {
    request.uri = "/index.html";
  }
  return request;
}
`
