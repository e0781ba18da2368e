"""Given names that are common in schools, and words that begin with a capital and are nobody.

A list written for this purpose; none of it is taken from a person. Names that are also months, places,
virtues or other words (April, Jordan, Grace, Mark) are ``AMBIGUOUS``: they count only where the words around
them speak of a person.
"""

from __future__ import annotations

from nic_hub.domain.privacy.rarer_names import RARER_NAMES

_NAMES = """
aaliyah aaron abdul abdullah abigail abraham adam adan adrian adriana ahmad ahmed aisha aiden aidan alan
alana alejandra alejandro alex alexa alexander alexandra alexis alfredo ali alicia alina alisha alison
allison alma alondra alvaro alyssa amanda amani amari amaya amber amelia amina amir amira amy ana andre
andrea andres andrew andy angela angelica angelina anita ankit anna anne annie anthony antoine antonio anya
aria ariana arianna ariel armando arturo arjun asher ashley ashton aubrey audrey ava avery ayaan ayden
ayesha bao beatriz becky benjamin ben bernard beth bethany beto bianca billy bobby brandon brandy braxton
breanna brenda brendan brian briana brianna bridget brittany brody bryan bryce bryson byron caden caleb
callie calvin camden cameron camila camilla camille carla carlos carmen carol carolina caroline carolyn
carson carlton casey cassandra catalina catherine cecilia cedric celeste cesar chad chandra chantel charlene
charles charlie chen chloe chris christina christine christopher chuck cindy claire clara claudia clayton
cody colin colton connor consuelo corey courtney craig cristian cristina cristobal crystal curtis cynthia
daisy damian damien damon dana daniel daniela danielle danny dante daquan darius darnell darren darryl david
dawson dean deandre deanna deborah debra deja demetrius denise dennis derek derrick deshawn desiree devante
devin devon diana diane diego dimitri dmitri dominic dominique donald donna donte donovan dorothy doug
douglas duane dustin dwayne dylan eddie edgar eduardo edward edwin efrain elaine eleanor elena eli elias
elijah elisa elise elizabeth ella ellen ellie elliot emanuel emely emiliano emilio emily emma emmanuel
enrique eric erica erick erik erika erin ernesto esmeralda esperanza esteban estefania esther estrella ethan
eugene eva evan evelyn ezekiel ezra fabian fatima felicia felipe felix fernanda fernando fiona frances
francesca francis francisco frank franklin frederick gabriel gabriela gabriella gabrielle gael garrett gary
gavin george gerald gerardo gilberto gina giovanni gisselle giselle gladys gloria gonzalo gordon graciela
graham greg gregory greta guadalupe guillermo gustavo hailey hakeem haley hannah harold harrison hassan
hasan heather hector heidi helen helena henry hernan holly hugo hussein ian ibrahim ignacio imani imran ines
irene iris isaac isabel isabela isabella isabelle isaiah ismael israel itzel ivan izabella jace jack jackie
jacob jacqueline jada jaden jahari jaime jake jalen jamaal jamal jamar jamari james jameson jamie jamila jan
jana jane janelle janet janice jared jaquan jasmin jasmine jason javier javon jaxon jay jayden jayla jaylen
jazmin jean jeff jeffrey jenna jennifer jenny jeremiah jeremy jermaine jerome jerry jesse jessica jesus
jillian jim jimmy jin joan joanna joaquin joe joel joey john johnny jon jonah jonas jonathan jorge jose
joseph josh joshua josiah josue juan juana juanita judith julia julian juliana julianna julie juliet julio
julissa junior justin kadijah kai kaitlyn kali kaleb kamala kamil kareem karen karina karla kate katelyn
katherine kathleen kathryn kathy katie katrina kayden kayla kaylee keanu keisha keith kelly kelsey kelvin
ken kendall kendra kendrick kenneth kenny kenya keon kevin khadija khalid khalil kiana kiara kim kimberly
kira kirsten kobe kofi kristen kristin kristina kwame kyla kyle kylie lamar landon laquan larry lashawn
latasha latoya laura lauren laurie lawrence layla leah leandro lee leila leilani lena leo leon leonard
leonardo leonel leroy leslie leticia levi lewis liam lila liliana lillian lily linda ling lisa liz lizbeth
logan lola lorena lorenzo louis louise lourdes luca lucas lucia luciana lucy luis luisa luke luna lupe luz
lydia lynn mackenzie maddie madeline maia maira makayla malachi malcolm malia malik mandy manuel marc
marcela marco marcos marcus margaret margarita maria mariah mariam mariana maribel marie mariela marilyn
mario marisa marisol marissa marjorie marlene marquis marshall marta martha martin martina marvin mary
maryam mateo matias matt matthew maurice mauricio maverick maya mayra megan mei mekhi melanie melissa melody
mercedes meredith mia micah michael michaela micheal michelle miguel mike mikayla mila miles milo min mina
ming minh miranda miriam mitchell mohamed mohammad mohammed moises molly monica monique morgan moses
muhammad myles nadia nancy naomi nasir natalia natalie natasha nate nathan nathaniel neha neil nelson nia
nicholas nichole nick nicolas nicole nigel nikhil nina noah noelle noemi nolan nora norma octavio oliver
olivia omar orlando oscar owen pablo paige pamela paola patricia patrick paul paula paulina pedro peggy
penelope perla peter phillip philip phuong pilar piper pranav priya quentin quincy quinn rachel rafael raj
rahul ralph ramiro ramon ramona randy raquel rashad rasheed raul ravi ray raymond rebecca reggie regina
reginald reina rene renee reyna rhonda ricardo richard rick ricky riley rita robert roberta roberto robin
rochelle rocio roderick rodney rodrigo rogelio roger roland roman ron ronald ronnie rosa rosario roxanne
ruben ruby rudy russell ruth ryan sabrina sadie salma salvador sam samantha samir samira samuel sandra sandy
santiago sara sarah sasha saul scott sean sebastian selena serena sergio seth shaniqua shanice shannon
sharon shawn sheila shelby sherry shirley silvia simone sofia sonia sophia sophie soledad stacey stacy
stella stephanie stephen steve steven stuart sue susan suzanne sydney sylvia tamara tamika tania tanisha
tanya tara tariq tasha tatiana tatyana taylor terrance terrell terrence terry thao theo theodore theresa
thomas thuy tiana tiffany tim timothy tina tito toby todd tom tomas tommy toni tony tonya tracy travis trent
trevon trevor trey trinh tristan troy tuan tyler tyree tyrell tyrese tyrone ulises uriel valentina valeria
valerie vanessa vera veronica vicente vicky victor victoria vijay vincent viviana vivian vladimir walter
wanda wendy wesley whitney will william willie xander xavier ximena xiomara yadira yasmin yasmine yesenia
yolanda yusuf yvette yvonne zachary zack zahra zainab zane zara zion zoe zoey
aarav abdirahman addison aditya anahi ananya anika aniyah arely arnav ashlyn aubree bilal braden brayden
braylon camryn daquan declan delilah deshaun dhruv easton eliana emmett faisal gianna giovani gracie hadley
hamza huy ishaan jaxson jayce jaylin jaylon jazmine jocelyn joselyn kaden kaiden kamari kavya keyshawn khloe
kinsley kylee lamont latrell leyla linh lyla makenzie marquise mckenzie mustafa nayeli ngoc nour nyla payton
peyton quang raheem rania rohan rylee sanjay shakira shreya silas skylar tamia tanvi trung tyshawn wyatt yahya
yamileth yareli yazmin zakaria zayden
"""
#: Names that are other things, too.
_AMBIGUOUS = """
angel april ariel asia august aurora austin autumn axel bailey bill blake brook brooke brooklyn carter casey
chance charlotte chase chelsea christian clay cole cruz crystal dakota dallas dawn dean destiny diamond drew
ernest eva faith florence frank gene genesis georgia grace grant harmony hazel heaven holly hope houston
hunter india iris israel ivory ivy jade jackson jan jasper jay jean jewel jordan joy june justice kai kenya
kelly kim kingston lee liberty lincoln london luna lynn macy madison major marshall mark mason max may
melody mercy miles miracle myles nevada olive orlando paris parker patience penny phoenix pearl porter
precious prince princess ray reed rich rob robin roman rose ruby rusty ryder sage sandy savannah scout
serenity shelby sierra skip skyler stone sterling summer sunny sydney taylor terry trinity troy tyler van
victor victoria violet virginia wade warren washington will willow wren zion cameron logan morgan kendall
mercedes nelson mitchell franklin graham gordon harrison lewis wesley clayton dawson carson camden guadalupe
valencia carmen alma luz rosario pilar estrella esperanza paz sol mar baker cooper tucker sawyer archer
fisher pat chad cliff dale glen heath rod buck art gay guy jack bob sue charity constance honor prudence
verity dolly
"""
AMBIGUOUS = frozenset(_AMBIGUOUS.split())
#: Names that are hardly ever anything else.
GIVEN_NAMES = (frozenset(_NAMES.split()) | RARER_NAMES) - AMBIGUOUS

#: What begins with a capital at the start of a sentence, before "said" or an initial, and is nobody.
_NOBODY = """
a about above across action activity adults afternoon after all almost also although always among an
analysis and another any anybody anyone anything appendix april area around art as assessment at august aunt
aspect attendance band because before behind below beside best between block both box boy building but by
card case category cell census chapter chart child class classroom coach cohort column command condition
contract core council counselor course curriculum cycle data day december department design diagram dialogue
discourse district division do does doing domain down draft driver dr during each earlier eighth either
eleventh english equity even evening every everybody everyone everything evidence exhibit experience father
february feedback few fifth figure finally first five focus for form four fourth friday from further girl
god grade group half he her here hers herself hi high himself his history how hub i idea if in inquiry
instead into instruction is it item its itself january july june just kid kindergarten king knowledge lab
last late later leader leadership learner least lesson less let level like list literacy little log lunch
many map march math mathematics maybe measure mentor middle mine miss model module monday more morning most
mother mr mrs ms much music my myself nearly neither network never next ninth no nobody none noon nor not
note nothing november now nurse october of off office often on once one only option or order other others
our ours out over page panel paper para paragraph parent part pd pdsa peer people perhaps period person
phase pilot plan point policy practice prediction prek president principal problem process product program
project prompt protocol quarter question quiz rather reading really research result review room round
routine row rule sample saturday school science second secretary section self semester senate september
series session set seven seventh several shape she shop side since site six sixth slide so social some
somebody someone something song sometimes soon source special spring staff standard stage state station step
still story strand strategy student students study subject such suggestion summer sunday superintendent
support survey system table talk task teacher teachers team ten tenth term test than that the their theirs
them theme then theory there these they thing third this those though three through thursday thus ticket
tier time tip title to today together too tool topic total toward track trial tuesday tutor tutoring two
type uncle under unit until up upon us user usually variable version very vitamin volume walkthrough was
watch we wednesday week well what when whenever where whether which while who whoever whole whose why winter
with within without word work workshop world writing yard year yes yesterday yet you your yours zone zoom
google desmos zearn kahoot khan academy ixl iready amplify eureka illustrative nwea staar sbac caaspp
carnegie america african american latino latina latinx hispanic black white asian indigenous spanish french
chinese vietnamese arabic somali hmong navajo valley desert forest mill city grove glen north south east
west ell iep mtss pbis plc lit dit ilt nic aip rti sel stem steam ap ib gpa cte esl eld avid parents
families kids administration admin guidance outreach mom dad grandma grandpa ok okay great good sorry thanks
dear hello
"""
NOBODY = frozenset(_NOBODY.split())

#: People of lessons and of research, of whom teams write.
KNOWN_PEOPLE = frozenset(
    """
martin luther king|rosa parks|ruby bridges|george washington|abraham lincoln|harriet tubman|cesar chavez
barack obama|john hattie|carol dweck|jo boaler|dan meyer|peter liljedahl|zaretta hammond|anthony bryk
tony bryk|doug lemov|robert marzano|dylan wiliam|paul cobb|kara jackson|margaret heritage|john dewey
paulo freire|benjamin bloom|benjamin franklin|thomas jefferson|albert einstein|isaac newton|marie curie
jane austen|william shakespeare|anne frank|helen keller|frederick douglass|malcolm|nelson mandela
maya angelou|langston hughes|sandra cisneros|charlotte web|robert frost|edward deming|john kotter
peter senge|jim knight|elena aguilar|david yeager|lucy calkins|fred jones|michael fullan|richard elmore
marilyn burns|christopher columbus|jackie robinson|amanda gorman|romeo|juliet|harry potter|peter pan
percy jackson|charlie brown|uncle sam|sam adams|pi day|mary poppins|jim crow|stephen hawking
katherine johnson|mae jemison|john adams|james madison|alexander hamilton|anne sullivan|steve jobs
bill gates|todd rose|angela duckworth|linda darling|eric mazur|grant wiggins|jay mctighe|sarah michaels
cathy seeley|marco polo|tom sawyer
""".replace("\n", "|").split("|")
) - {""}
