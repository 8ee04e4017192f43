"""Words for the domain's codes, in the active language. The pages, the API's texts and the commands all ask here."""
