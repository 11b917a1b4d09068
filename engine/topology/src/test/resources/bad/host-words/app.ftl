${name} of ${inventory_hostname}, {{ nothing }}
