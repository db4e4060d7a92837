app_name = "neighbour"
app_title = "Neighbour"
app_publisher = app_description = app_email = app_license = "neighbour"
after_install = "neighbour.steps.installed"
doc_events = {"ToDo": {"after_insert": "neighbour.steps.hear"}}
scheduler_events = {"daily": ["neighbour.steps.daily"]}
fixtures = [{"dt": "Role", "filters": [["name", "in", ["Neighbour Reader", "Integrator"]]]}]
