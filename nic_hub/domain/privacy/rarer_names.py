"""Given names that are rarer in schools than those of ``given_names``, from wherever families come.

A list written for this purpose; none of it is taken from a person. Names that are words, too, in English or
Spanish, with a capital or without, are left out, and so are most of three letters.
"""

from __future__ import annotations

_NAMES = """
aadhya aadya aanya aarush abdiaziz abdikadir abdirizak abdulahi abdulaziz abdulrahman abebe abena abhay
abhinav abhishek abigayle abiola abram adaeze adalyn adalynn addyson adebayo adeola aditi adnan adriel
advait advik afia agastya ahiga ahlam ahmadou ahmir aiko ailani aishah aishwarya aislinn aiyana ajay akash
akeem akhil akiko akira akosua akram akshara akshay akua alaa alaina alani alanna alden aleksandr aleksandra
aleksei alena alessandra alessandro alessia alexei alfonso alijah alivia aliya aliyah allie allyson alofa
alonso alonte alonzo althea alvin amadi amadou amal amarion amatullah amihan aminata amit amiya amiyah amrit
amrita amya anabelle anaelle anant anas anastasia anastasiya anaya andrii aneesh angelique angelo angie anil
anirudh anisa anish anisha aniya anjali ankita anmol annabel annabella annabelle annalise anusha anushka
anvi aoife aparna arabella araceli aracely arash arav archana ariah arian arielle arjan arkady arlo armaan
arman armani armin artem aruna arvin arwa asad ashkan ashlynn ashwin asma asmaa assad astrid asuka atharv
aurelia aurelio aviana avigail aviva avni avyan axton ayanna aydin ayelet ayla aylin ayman aymen ayodele
ayomide ayse aysha ayush azadeh azalea azan azaria azariah babatunde bailee bashir basma batool bayani
beckham behnam belen benicio benjie berat berenice bernadette betzy bhavna bhavya bidziil binyamin biruk
bjorn bogdan bohdan bontu boris boubacar bozena brantley brayan brecken brenna breonna briella brielle
bronson bruno bryant brycen brynlee brynn burak bushra callen callum camilo camron caoimhe carina carmelita
carmelo casen cason cassandre cemre chaim chaitanya chana chandni chante chantelle charlee charleigh charli
chau chaya chayton chee chenxi chiamaka chidera chidi chika chike chima chinedu chinonso chioma chisom chona
ciara cillian citlali citlaly claudette conall cora corinne cormac crisanto cuong cyrus daeun dahlia daichi
daira daithi dajuan dakari daleyza dalia damarcus damari damarion dandre dangelo danilo danna daquarius
darian dariel darrell darya daryoush dasha dashawn davion davonte dawit daxton dayana deangelo deegan deepa
deepak deepika deion deirdre delfina delia demarcus demetri deniz denys denzel deon deonte dequan derick
derrion destinee devansh devika dhriti dhruvi diamonique diep dieudonne dillon divya djenane djibril dmytro
dohyun donghyun dontae dorian doua dovid dyami eamon ebele ebonie ebrahim ebru edgardo edmar efraim efren
efua ehsan eilis eitan ejike ekaterina ekene elaina elham eliam elian eliezer elif eliseo eliud eliyahu
eliza ellianna elsie elvia elvira elzbieta emeka emerie emersyn emiliana emmalyn emmeline emmet emmitt emre
eneida enzo eoin ephraim ermias esha eskinder eulalia eunji evangelina evangeline everleigh evgeny evie
eylul eyob ezekial ezequiel fabienne fadi fahad faigy faiza farah farhad farhan farid farida fariha farzana
fatemeh fatih fatimah fatma fatou fatoumata faustino fawzia fedor fereshteh fermin finnegan fionn florante
folasade fonoti freja freya fuad funmi furkan galina gaurav gauri gavriel gavyn gayatri genaro ghada ghazal
giancarlo giang giovanny gisela gizem gopal grainne graysen gregorio greyson griselda grzegorz guerline
gunnar guoqiang gurjot gurleen gurpreet gustaf gwen gwendolyn habib habiba habtamu hadassah hadi haeun hafsa
hafsah haitham hajun halima halona halyna hamdi hamid hamse hanad hanan hanh hanna haoran harini haris
harish harman haroon harpreet harshita haruka haruki haruto havva hayat hayoon heidy hemant heriberto
herminia hezekiah hibo hien hieu himani hinata hiwot hodan humberto humza huong huseyin husna hussain hussam
huyen hyejin hyunwoo ibraheem idil idris ifeanyi ifeoma ifrah igor ihor ikechukwu ikenna iker ikram ilhan
iliana ilse ilya iman imelda immanuel ingrid insia ioana ioane irem iretiolu irina irma iryna isagani isai
isaias ishan ishani ishika ishita isiah isidro ismahan ismail issac itzayana ivana ivanna ivette iyana
iyanna izabelle izaiah jabari jabir jacari jacinto jadiel jadwiga jadyn jaehyun jaelyn jaelynn jaheim jahlil
jahmir jaiden jair jairo jakayla jakobe jakub jaliah jalisa jaliyah jamarcus jamarion jameer jameka jamilah
jamison janae janessa janeth janiya janiyah jannat jaquavious jaqueline jaquez jarod jaroslav jasiah jasleen
jasmeet jaspreet javed javion javonte jaxen jaxton jaxx jayant jaydon jaylah jaylan jaylee jayleen jayson
jayveon jaziel jazlyn jazzlyn jedidiah jelani jenaro jencarlos jerimiah jessa jessie jhoana jhun jiahao
jiaming jianhong jiayi jibril jihoon jihyun jimena jimin jisoo jiwoo jiya jocelyne joelle johan johane
johanna jolie jomar jonalyn jonathon joonho jordyn jorgito josef josefina joselin joselyne josephine josie
journee jovani jovanni juancarlos juancho jude julien juliette julius junho junjie junseo kabir kadeem
kaeden kaelyn kaiea kailey kailyn kainoa kaitlin kalani kaliyah kallie kamau kamden kamdyn kameron kamiyah
kamlesh kamron kamryn kanisha kaori karan kareema karely karim karin karlee karson karsyn karter karthik
kartik kasen kasia kason kassandra kassidy katarzyna katia katya kaveh kawika kaydence kayleigh kaylin
kazuki keagan kealani keandre keasia keegan keerthi keiko keira kekoa kelechi kelis kendal kenia kenji kenna
kensley kenta kenzie keoni keosha kerem kerline keshawn keyana keyla keyon keyonna khadijah khadijo khadra
khalia khalida khamari khanh khoa khoi khushi kiaan kian kiarra kidus kiera kieran kierra kieu killian kimia
kimora kiona kiran kirill kiros kirti kody kohen kolby kolton komal konnor korbin korey krisha krishna
kristel kristian kristopher kristy kritika krzysztof ksenia kseniya kunal kwabena kwadwo kwaku kweku kyleigh
kymani kyndall kyra kyree kyrie kyson kyung lachlan ladarius laila lailah laith lakeisha lakshmi laleh
landen laney laquisha laronda lars larysa lashonda latavia latrice lavanya lawanda laylah layne leia leif
leobardo leonor leora lexi lexie liana lilah lilian liliya lillie lingling liset lisiate livia liya lizbet
lizeth lochlan londyn lorelei lorenza luciano lucille lucson ludmila luka lukas lukasz lupita luqman
luzviminda lyra lyudmila mabel maci macie maddison madelyn madelynn madhav madhuri madilyn madisyn maeve
magali magaly magda magdalena mahad mahamed mahdi mahesh mahika mahira mahmoud mahmud mahsa maimuna maite
makai makana makda makenna makenson maksim maksym malachai malak malakai malaki maleah malgorzata maliyah
mamadou manal manav manish manisha manpreet mansour marcel marcellus marcelo marckenson maren mariama
marianna mariano maricel maricela maricruz marija mariko marites maritza marivic markeisha markell markus
marleigh marlen marlon maryan mathew mathias matilda matthias mauro maximilian maximiliano maximo maxton
mayela maysa mayte mayumi meera megha meghan mehdi mehmet mehrdad mehreen meiling mekdes mekhai melany
menachem mendel merari merna meron meryem mesfin michiko mihai mihir mihret mijin mikaela mikaila mikal
mikhail mikkel milena miley millie milos mingyu minho minji minjun minseo mirela mireya mirlande miroslav
misael misaki mohamud mohit mojgan moncerrat montserrat mordechai mostafa mouhamed mukesh mulugeta munira
murad musa mustafe mwangi myah myeisha mykola myla myra nabil nadeem nader nadezhda nadine nafisa naftali
naima naina najma nakia nalani nallely nandini naoki naomie naquan narges naseem nasra nasrin nastya nataly
natalya nathalia nathaly navdeep navid navya nawal nayely nazia nazir nazli ndidi neeraj nehemiah nehir
nenita nereida nevaeh neveah ngan nghi nguyet nhan nhung niamh nickolas nidhi nikita nikola nikolai nikolas
nikolay nilesh niloofar niraj nirmala nisha nishant nitin nitya nizhoni nkechi nnamdi nneka noelani noelia
noemy noor norah norberto noriko nosson noura nyasia nylah obinna ofelia oisin oksana olamide oleh oleksandr
olena olha olumide oluwadamilare oluwaseun omari omarion omer omid onyinye osiel osman osvaldo otis otto
oumar ousmane oyvind ozlem padraig pahoua paislee paolo parisa parvin paulino paulos pavan pavel pavlo
pejman peretz pernille phoebe phong phuoc pihu pinchas piotr polina porfirio prakash pranavi pratik pratyush
preeti priscilla prisha prithvi priyanka priyansh purvi qasim quantavious quavon quintin quoc quyen quynh
rabia radek raegan raekwon raelyn raelynn raghav rahaf rahel rahma raiden raizel rajat rajesh rajiv rakeem
rakesh ramesh ranveer raphael rasheeda rashi rashmi rasmus raunak rayden raylan raymundo rayna rayvon rayyan
rebekah reem reeya rehan renata renell reyansh reymark reynaldo reza rhea rhett rhys riaan riddhi ridhi
rigoberto riku rishabh rishi ritika ritu ritvik rivka riya riyaan rizalino rodeline rohit roisin roksana
rolande rolando romel ronan ronit rory rosalba rosalia rosalie rosalinda rosalyn rosaura roseline roshawn
roshni rowan rowena rudra rukhsana rukia ruoxi rupa ruslan ruthza rutilio ryann ryker rylan ryland ryleigh
saad saanvi sabiha sabir sachin sadia saeed safia safiya sahana sahar sahil saige saima samaneh samara
samarth sameer samia samiya samrawit sanaa sanaya sandeep sandhya sanika saniya saniyah sanjana santino
sanvi saoirse sarahi sariah sarita sariyah sarthak satish satoshi saurabh sayed sefo segun sekou selah selim
semaj senait seojun seoyeon sepideh sergei serhii serkan setareh seun seungmin sevgi seydou shaan shahid
shahram shaima shaina shalini shamar shanae shanaya shane shanelle shanika shaniya shankar shante shaquan
sharanya shardae sharonda shaun shavon shayla shervin shideezhi shiela shilah shilpa shimon shira shirin
shivani shivansh shlomo shmuel shoshana shoshanna shota shoua shourya shruti shubham shufen shukri shyanne
siale siaosi siavash sibel siddharth siddhi sigrid siham silvestre simran simranjit sinead siobhan sione
siosaia slavik smriti sneha sohail soham sohrab solomiya sonali soojin soraya soren sosefo sosina srinidhi
srishti stanislav stefania stephany subhash suhaib suhana sujata sukhman suleiman sumaya sumayyah sungmin
sunil sunita suraj suresh susana sushant sverre svetlana sylas tabitha tadhg taehyung tahir tajuan takashi
takeshi takoda takumi talal talha talia taliyah talya tamar tanish taniya taniyah tanmay taraneh taras
tavion teagan tejas temitope tendai tenley teodoro teonna teresa teresita tessa tetiana tevita tewodros
thabo thaddeus thalia thanh thiago thien thinh tinley titus tobechukwu tobias tomasa tomoko trang travion
tremaine tremayne trevion trisha tristen tristin tupou tuyen tuyet tyeisha tykeem tymir tymofiy tyrin tyriq
tzvi uchenna ugochukwu umaima umar umesh uriah urijah urvi usman uyen vadim vaibhav vaishnavi valentin
valentino valentyn valeriy varsha varun vasily vasyl vianey vianney vidya vihaan vikas vikram viktor
viktoriia viliami vinay vincenzo vineet vinod viraj vishal vitaly vivaan vivek vivienne vladislav volodymyr
wachiwi wafa waleed walid wambui wanjiru warsame wasim waylon weijia weiming wideline wilguens wojciech
wynter xavi xiaoli xiaoming xinyi xitlali xiuying xochitl yaakov yadiel yael yagmur yahaira yahia yahir
yamilet yana yanet yaquelin yara yared yaretzi yaretzy yaritza yaroslav yasaman yasemin yashvi yasin yasir
yasmani yassin yavuz yazzie yecenia yehuda yejin yelena yemi yeonjun yetunde yifan yigit yiming yisroel
yitzchok yocheved yohannes yonas yonatan yosef yoselin youa youngho yousef youssef yovani yuchen yuhan yuki
yulia yuliana yuliia yumi yunus yuri yuridia yuriy yusra yuto yuvan yuvraj yuxin yvena zachariah zackary
zahid zaid zaiden zain zaina zainabu zakiya zander zaniya zaniyah zaria zariah zariyah zavier zayn zaynab
zayne zbigniew zechariah zehra zeinab zeke zenaida zendaya zeynep zhanna zhiyuan ziad zihan zipporah zixuan
ziyi zoie zoya zubair zuhair zuleikha zulekha zulema zuleyka zuri zuzanna zyaire zykeria
abe ann ari bea bev deb dre fay gia gil gus ida ike jax jed jo kam kya lia liv lou mel mya ned noa nya pia
rae syd teo tre ty uma vic wes xia zac zak zev zia
"""
RARER_NAMES = frozenset(_NAMES.split())
