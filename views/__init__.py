"""What people see and do: one module for each thing a person does, and how it is rendered."""
