"""The registry: brands, rights, references, licences, authorised sellers; whose rights are shown to be theirs."""
