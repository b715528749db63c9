{# The shop's schemas are its own: `+schema: sales` is the schema `sales`, not `public_sales`. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ name_in_warehouse(custom_schema_name or target.schema, is_schema=true) }}
{%- endmacro %}


{# A relation's name is its alias as people say it; versions get their number at the end. #}
{% macro generate_alias_name(custom_alias_name=none, node=none) -%}
    {%- if custom_alias_name -%}
        {{ name_in_warehouse(custom_alias_name) }}
    {%- elif node.version -%}
        {{ node.name ~ '_v' ~ (node.version | replace('.', '_')) }}
    {%- else -%}
        {{ node.name }}
    {%- endif -%}
{%- endmacro %}


{#
  What each warehouse takes as a name. PostgreSQL and Redshift take anything that is quoted, and dbt quotes there.
  BigQuery takes blanks in table names, but no dots or brackets, and nothing odd in data set names. On Snowflake dbt
  does not quote models, and Databricks takes no blanks: there the name becomes a plain word.
#}
{% macro name_in_warehouse(name, is_schema=false) -%}
    {%- set name = name | trim -%}
    {%- if target.type == 'bigquery' and is_schema -%}
        {{ modules.re.sub('[^A-Za-z0-9_]+', '_', name) }}
    {%- elif target.type == 'bigquery' -%}
        {{ modules.re.sub('[.]', '-', modules.re.sub('[()]', '', name)) }}
    {%- elif target.type in ('snowflake', 'databricks') -%}
        {%- set plain = name | lower | replace('ö', 'oe') | replace('ß', 'ss') -%}
        {{ modules.re.sub('[^a-z0-9]+', '_', plain).strip('_') }}
    {%- else -%}
        {{ name }}
    {%- endif -%}
{%- endmacro %}
