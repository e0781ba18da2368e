// Shows the API's description. A file of its own, because the page runs no script written into it.
const main = document.getElementById("api");
window.SwaggerUIBundle({
  url: main.dataset.description,
  domNode: main,
  deepLinking: true,
  docExpansion: "none",
  persistAuthorization: false,
  validatorUrl: null,
});
