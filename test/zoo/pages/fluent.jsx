import {
  Breadcrumb,
  BreadcrumbButton,
  BreadcrumbDivider,
  BreadcrumbItem,
  FluentProvider,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  Tree,
  TreeItem,
  TreeItemLayout,
  webLightTheme,
} from '@fluentui/react-components';
import { Fragment } from 'react';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** Levels are custom properties; rows have figures beside their names. */
function Items({ entries }) {
  return entries.map((entry) => (
    <TreeItem key={entry.key} value={entry.key} itemType={entry.children ? 'branch' : 'leaf'}>
      <TreeItemLayout aside={entry.kind === 'table' ? <span>42</span> : undefined}>
        <span ref={ownRef(entry)}>{entry.label}</span>
      </TreeItemLayout>
      {entry.children && (
        <Tree>
          <Items entries={entry.children} />
        </Tree>
      )}
    </TreeItem>
  ));
}
function Page() {
  const state = useTree();
  return (
    <FluentProvider theme={webLightTheme}>
      <Frame
        state={state}
        breadcrumb={
          <Breadcrumb>
            {crumbs.map((crumb, at) => (
              <Fragment key={crumb.key}>
                {at > 0 && <BreadcrumbDivider />}
                <BreadcrumbItem>
                  <BreadcrumbButton>
                    <span ref={ownRef(crumb)}>{crumb.label}</span>
                  </BreadcrumbButton>
                </BreadcrumbItem>
              </Fragment>
            ))}
          </Breadcrumb>
        }
        tree={
          <Tree
            aria-label="Objects"
            openItems={state.expanded}
            onOpenChange={(_, data) => state.setExpanded(new Set(data.openItems))}
          >
            <Items entries={state.entries} />
          </Tree>
        }
        list={
          <Table size="small">
            <TableHeader>
              <TableRow>
                <TableHeaderCell>Name</TableHeaderCell>
                <TableHeaderCell>Owner</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {list.map((row) => (
                <TableRow key={row.key}>
                  <TableCell>
                    <TableCellLayout>
                      <span ref={ownRef(row)}>{row.label}</span>
                    </TableCellLayout>
                  </TableCell>
                  <TableCell>{row.cells[1]}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        }
      />
    </FluentProvider>
  );
}
show(Page);
