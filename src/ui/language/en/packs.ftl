# Packs, kits, variants and scales, in the back office.
kind-kit = Kit
kind-kit-text = It is sold as one and leaves the shelf as its parts, so it has no stock of its own. It is sold over the counter and online, as many as its parts allow.
kind-family = Family
kind-family-text = It holds variants together. Customers see it once and choose a variant. It is not sold itself and has no stock; its variants are.
kind-variant-of = A variant of { $name }
packs-title = Packs of { $name }
packs-heading = Packs and more
packs-pack = Pack
packs-door = Packs
packs-none = No packs yet
packs-none-text = A pack is how you buy it, and perhaps sell it, many at once: a carton of 24, a bale of 12. Stock stays counted one by one.
packs-holds = Holds
packs-holds-hint = How much of { $name } is in one pack
packs-name-hint = What you call it: carton, bale, dozen
packs-barcodes-hint = Those printed on the pack, not on what is in it. One on a line.
packs-sell = Customers may have it too
packs-sell-hint = Over the counter, at a price of its own
packs-price-hint = Of one whole pack, tax included
packs-new = Add a pack
packs-edit = Change the pack
packs-sold = Sold
packs-not-sold = Only bought
packs-retired = Not used
packs-retire = Use it no more
packs-retire-text = { $name } can no longer be bought or sold, and its barcodes are free for something else. What was bought and sold in it stays as it is.
parts-title = Parts of { $name }
parts-heading = What is in it
parts-door = Make it a kit
parts-part = Part
parts-in-one = In one kit
parts-how-much = How much of { $name } is in one kit
parts-add = Add a part
parts-add-hint = Its barcode, SKU or whole name
parts-out-hint = Empty or 0 takes a part out.
parts-makes = Can be made now, { $location }
parts-cost = Its parts cost
parts-cost-unknown = Not known: a part has no cost
parts-none = It has no parts yet
parts-none-text = Until you say what is in it, it cannot be sold.
parts-no-kit = This is not a kit yet
parts-no-kit-text = A kit is sold as one and leaves the shelf as its parts: a gift basket, a school set. With its first part this product becomes one. It must have no stock of its own.
parts-plain = Make it a plain product again
parts-plain-text = { $name } will no longer be taken apart when it is sold, and what is in it is forgotten. From then on it has stock of its own.
variants-title = Variants of { $name }
variants-heading = Variants
variants-door = Make variants
variants-count = { $count ->
    [one] 1 variant
   *[other] { $count } variants
 }
variants-none = No variants yet
variants-none-text = Sizes, colours, flavours: each with its own SKU, barcode, price and stock.
variants-no-family = This product has no variants
variants-no-family-text = With the first variant it becomes a family: it is no longer sold itself, its variants are. It must have no stock of its own. Barcodes that it has belong on its variants.
variants-word = Variant
variants-word-of = What sets { $name } apart
variants-keep-words = Save the words
variants-new = Add variants
variants-lines = One on a line
variants-lines-hint = Red / L, or with another price than { $price }: Red / L = 250
variants-make = Make them
variants-out = Take one out
variants-out-text = It goes on as a product by itself, under the name it has.
variants-which = Which one
variants-plain-text = { $name } can be sold itself again, and has stock of its own.
scales-title = Barcodes of your scales
settings-tab-scales = Scales
scales-prefix = Begins with { $prefix }
scales-nothing = Not used
scales-weight = Weight
scales-price = Price
scales-how = How a scale's barcode is read
scales-how-text = A scale that prints labels makes a barcode for each bag. Its first two digits, from 20 to 29, say what it means; choose here what yours print.
scales-example = 21 is how it begins, 00042 the product's number on the scale, and 01250 either 1.250 kg or a price of 12.50. The last digit checks the others.
scales-number-text = Give each product its number on the product's own page.
scales-on-it = On the scale
scales-number = Number on the scale
scales-number-hint = Up to five digits, as it is set on the scale, such as 42
sheet-title = Packs and kits as files
sheet-packs = Packs
sheet-packs-text = Columns: sku, pack, holds, barcodes, sold (yes or no), price. A pack of that name is changed, a new one is added. A file with a bad row changes nothing.
sheet-parts = Parts of kits
sheet-parts-text = Columns: sku (the kit's), part (the SKU of what is in it), quantity. A quantity of 0 takes a part out. A file with a bad row changes nothing.
sheet-file-hint = CSV in UTF-8, up to 2,000 rows
done-pack-kept = { $name } is saved
done-pack-retired = { $name } is not used any more
done-parts-kept = What is in { $name } is saved
done-made-plain = { $name } is a plain product again
done-variants-made = { $count ->
    [0] { $name } has these variants already
    [one] { $name } has 1 new variant
   *[other] { $name } has { $count } new variants
 }
done-variant-out = { $name } is a product by itself
done-scales-kept = The barcodes of your scales are saved
done-sheet-in = The file is in. New: { $added }, changed: { $changed }, as they were: { $unchanged }.
done-sheet-tried = Only tried, nothing was changed. New: { $added }, changed: { $changed }, as they are: { $unchanged }.
refused-is-kit = { $name } is a kit
refused-is-family = { $name } is a family: its variants are sold, it is not
refused-is-variant = { $name } is a variant of a family already
refused-is-part = { $name } is part of the kit { $kit }. Take it out there first.
refused-has-packs = { $name } has packs. Stop using them first.
refused-has-stock = { $quantity } of { $name } are on the shelf. Sell, move or count them down to 0 first.
refused-has-shortfall = { $quantity } of { $name } were sold before they came in. Receive them first.
refused-kind-holds-none = A kit or a family has no stock of its own. Count its parts or variants.
refused-kind-has-no-packs = { $name } has no stock of its own, so it has no packs
refused-family-has-variants = { $name } still has variants. Take them out first.
refused-family-not-sold = { $name } is a family and is not sold. Give the number to one of its variants.
refused-pack-name-needed = Write what the pack is called
refused-pack-name-taken = This product has a pack of that name already
refused-pack-holds-needed = Write how much is in one pack, such as 24
refused-pack-price-needed = Write what one pack costs
refused-part-itself = { $name } cannot be part of itself
refused-part-kit = { $name } is a kit. A kit is made of plain products.
refused-part-family = { $name } is a family. Choose one of its variants.
refused-part-needed = Write which product is in it
refused-parts-many = A kit has at most { $most } parts
refused-scale-code-form = Write up to five digits, such as 42
refused-scale-code-taken = { $name } has the number { $code } on the scale already
refused-scale-code-just-taken = Another product has just been given this number
refused-sheet-sku-unknown = No product has the SKU { $sku }
refused-sheet-sku-several = Several products have the SKU { $sku } in other letters, small or capital. Write it exactly as yours has it
refused-sheet-twice = The same stands on line { $line } already
refused-sheet-yes-no = Write yes or no
refused-sheet-more = { $count ->
    [one] and 1 row more
   *[other] and { $count } rows more
 }
refused-variants-needed = Write at least one variant
refused-variants-many = At most { $most } variants at once
refused-variant-word-needed = Write what sets the variant apart, such as Red / L
refused-variant-word-long = { $word }… is too long: use at most 60 characters
refused-variant-twice = { $word } is there twice
refused-variant-price = The price of { $word } is no amount. Write it as Red / L = 250
refused-variant-there = { $word } is there already at another price. Change its price on its own page.
refused-variant-off-sale = { $word } is there already, off sale. Put it back on sale on its own page.
refused-variant-name-long = With { $word } the name is longer than { $most } characters
