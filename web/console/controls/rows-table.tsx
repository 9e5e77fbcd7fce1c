import { Table, type TableProps } from 'antd'

/**
 * Rows of things: a table where there is room, on a narrow screen a card a row with each value under its title (console.css).
 * The title of a column without one to be seen is left out of the card.
 */
export function RowsTable<Row extends object>({ columns, ...table }: TableProps<Row>) {
  const labelled = columns?.map((column) => ({ ...column, onCell: () => ({ 'data-title': typeof column.title === 'string' ? column.title : '' }) as object }))
  return <Table<Row> className="rows-table" size="middle" pagination={false} {...(labelled === undefined ? {} : { columns: labelled })} {...table} />
}
