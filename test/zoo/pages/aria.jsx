import {
  Breadcrumb,
  Breadcrumbs,
  Button,
  Cell,
  Collection,
  Column,
  Link,
  Row,
  Table,
  TableBody,
  TableHeader,
  Tree,
  TreeItem,
  TreeItemContent,
} from 'react-aria-components';
import { Frame, show, useTree } from './frame';
import { crumbs, list, ownRef } from './shop';

/** Headless: a tree grid whose levels only ARIA and a padding tell. */
function Page() {
  const state = useTree();
  const item = (entry) => (
    <TreeItem id={entry.key} textValue={entry.label} key={entry.key} onAction={() => state.toggle(entry.key)}>
      <TreeItemContent>
        {({ level }) => (
          <div style={{ display: 'flex', paddingInlineStart: (level - 1) * 16 }}>
            <Button slot="chevron" style={{ visibility: entry.children ? 'visible' : 'hidden', width: 16 }}>
              ›
            </Button>
            <span ref={ownRef(entry)}>{entry.label}</span>
          </div>
        )}
      </TreeItemContent>
      {entry.children && <Collection items={entry.children.map((one) => ({ ...one, id: one.key }))}>{item}</Collection>}
    </TreeItem>
  );
  return (
    <Frame
      state={state}
      breadcrumb={
        <Breadcrumbs>
          {crumbs.map((crumb) => (
            <Breadcrumb key={crumb.key}>
              <Link>
                <span ref={ownRef(crumb)}>{crumb.label}</span>
              </Link>
            </Breadcrumb>
          ))}
        </Breadcrumbs>
      }
      tree={
        <Tree
          aria-label="Objects"
          items={state.entries.map((one) => ({ ...one, id: one.key }))}
          expandedKeys={state.expanded}
          onExpandedChange={(keys) => state.setExpanded(new Set(keys))}
          dependencies={[state.entries]}
        >
          {item}
        </Tree>
      }
      list={
        <Table aria-label="Tables">
          <TableHeader>
            <Column isRowHeader>Name</Column>
            <Column>Owner</Column>
          </TableHeader>
          <TableBody>
            {list.map((row) => (
              <Row key={row.key} id={row.key}>
                <Cell>
                  <span ref={ownRef(row)}>{row.label}</span>
                </Cell>
                <Cell>{row.cells[1]}</Cell>
              </Row>
            ))}
          </TableBody>
        </Table>
      }
    />
  );
}
show(Page);
